"""The web room: forms, access rules, navigation, headers, error pages, API base, and the doors."""
