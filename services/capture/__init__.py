"""What people type after a call, stored first and understood second: leads, notes, next steps, Undo."""
