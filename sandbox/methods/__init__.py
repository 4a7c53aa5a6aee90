"""The Bot API methods, one module per family; each module ends with its table of handlers."""
