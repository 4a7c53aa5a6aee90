"""Handlers outside dialogs, one file per thing that can happen. Each parses, calls one use case, answers."""
