"""Stories: a YAML file in which people type, press and fill forms, time passes, and what is read is checked."""
