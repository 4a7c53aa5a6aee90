"""How Telegram reads text: parse modes into entities, links and commands found in it, lengths in UTF-16 units."""
