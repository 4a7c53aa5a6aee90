"""Who is on duty, how an alarm climbs until a living person answers it, and whom nobody may write to."""
