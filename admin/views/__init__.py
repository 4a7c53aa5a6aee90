"""One module per page. A view reads the request, calls one use case and renders its answer."""
