"""The command line: one file a command; parse, one library call, emit, exit code. Heavy imports inside the bodies."""
