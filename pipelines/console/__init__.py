"""What the verbs print: one file for each kind of thing, and the terminal itself."""
