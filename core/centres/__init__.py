"""The centres of this installation: rows made from the content, opened for booking only by an operator."""
