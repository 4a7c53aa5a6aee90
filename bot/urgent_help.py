"""What the bot does when words speak of danger: the card at once, the centre's people told, the talk not ended."""
