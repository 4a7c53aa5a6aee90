"""Pieces every window is made of. Windows hold keys, never words."""
