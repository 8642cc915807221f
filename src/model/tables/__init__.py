"""Raw tables: reading them, checking them, and turning them into dated snapshots."""
