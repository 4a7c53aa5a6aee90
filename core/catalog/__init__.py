"""The catalogue of measures: content, rule vocabulary, loading and lint. Pure except `files`."""
