"""The engine: rule source and records -> findings. Pure: no clock, network, environment or printing."""
