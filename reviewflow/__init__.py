"""The project package: settings and wiring only."""
