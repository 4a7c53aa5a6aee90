"""What must be true of content before it may be published, one promise a module."""
