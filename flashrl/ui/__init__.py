"""The desktop app's widgets. They ask the session and the collection, and show: no rules, no SQL."""
