"""What each command does: arguments in, printed answer and exit code out. Loaded only when the command is called."""
