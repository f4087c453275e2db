"""What the end-to-end tests share: nodes, the client's command line, keys, fees."""
