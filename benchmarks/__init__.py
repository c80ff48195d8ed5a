"""How fast Baton is, measured side by side with something one knows."""
