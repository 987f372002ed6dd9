print("wayhouse")
