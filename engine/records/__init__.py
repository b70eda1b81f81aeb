"""What happened over time: records -> threads, actions, contests, timelines -> verdicts."""
