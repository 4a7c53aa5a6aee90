"""What the sandbox remembers: people, chats, files, updates, limits. No HTTP and no Bot API method lives here."""
