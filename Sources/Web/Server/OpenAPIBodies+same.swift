// SPDX-License-Identifier: Apache-2.0

extension OpenAPIBodies {
    /// The bodies of asking who is known, and of what is decided of two people.
    static func sameSchema(of operation: String) -> JSONValue? {
        switch operation {
        case "POST /api/v1/people/known":
            object([
                "name": described(text, "All names in any order, spelling and script, or the beginning of one"),
                "birthdate": described(text, "As far as it is known, such as 1998, 1998-05 or 1998-05-12"),
                "gender": described(text, "A value name of prs_Gender"),
                "citizenship": described(["type": "array", "items": text], "Codes of ISO 3166"),
                "document": described(text, "The number of a paper"),
            ])
        case "POST /api/v1/duplicates/{first}/{second}":
            object(
                [
                    "say": described(text, "later, different, thought, same or apart"),
                    "goesOn": described(text, "For same: the id of the person whose record goes on"),
                    "until": described(text, "For later: the day from which it is asked again"),
                    "reason": described(text, "At least ten characters for same and apart"),
                    "base": described(whole, "The version of the decision that was seen; 0 for none"),
                    "seen": described(["type": "object"], "The versions of both people that were seen, by their ids"),
                    "give": described(
                        ["type": "object"], "For apart: cases that change hands, each with whose it is now"),
                ], required: ["say", "base", "seen"])
        default: nil
        }
    }
}
