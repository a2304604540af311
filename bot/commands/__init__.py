"""The commands for admins: sources, articles, outlets, and the safekeeping of a home."""
