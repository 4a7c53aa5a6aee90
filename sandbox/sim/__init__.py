"""The people's side: what a person can do in a messenger, and the control panel of the sandbox, under `/sim`."""
