"""knigge: judges what a company says and does on social media against its own guidelines."""
