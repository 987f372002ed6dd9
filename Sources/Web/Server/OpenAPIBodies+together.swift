// SPDX-License-Identifier: Apache-2.0

extension OpenAPIBodies {
    /// The bodies of counting together with other organisations.
    static func togetherSchema(of operation: String) -> JSONValue? {
        switch operation {
        case "POST /api/v1/counts/{round}/questions": object([:])
        case "POST /api/v1/counts/{round}/tokens":
            object(
                [
                    "answers": described(
                        ["type": "array", "items": text], "Of each key server in the agreement's order, base64")
                ], required: ["answers"])
        default: nil
        }
    }
}
