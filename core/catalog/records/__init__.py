"""How each kind of record is written in YAML: strict shapes that turn into the catalogue's own types."""
