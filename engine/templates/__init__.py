"""Our own replies -> the text modules in use: what is said again and again, with the places where it changes."""
