"""Tools run by hand from a checkout, never by the product."""
