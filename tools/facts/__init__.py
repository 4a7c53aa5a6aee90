"""From gathered facts to the content directory: one spelling, explicit corrections, nothing lost."""
