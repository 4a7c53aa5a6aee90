"""The panel edge: what a curator sees. Views parse, call one use case and render; the domain lives in `core`."""
