// Workflows: placeholder until its first file lands.
