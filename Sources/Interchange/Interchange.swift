// Interchange: placeholder until its first file lands.
