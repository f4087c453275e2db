"""Shared by the end-to-end tests: nodes, the client's command line, keys, fees."""
