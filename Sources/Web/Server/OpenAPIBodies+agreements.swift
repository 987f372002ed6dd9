// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension OpenAPIBodies {
    /// The bodies of agreements between agencies.
    static func agreementSchema(of operation: String) -> JSONValue? {
        let charter = described(whole, "The version of the charter of sharing that one's side is bound to")
        return switch operation {
        case "POST /api/v1/agreements":
            object(
                [
                    "with": described(text, "The id of an agency"),
                    "gives": described(["type": "boolean"], "True when one's own agency is the one that shares"),
                    "classes": ["type": "array", "items": named(AgreementsPage.classes.map(\.rawValue))],
                    "purposes": ["type": "array", "items": named(AgreementsPage.purposes.map(\.rawValue))],
                    "until": described(whole, "Milliseconds since 1970; within five years"), "charter": charter,
                ], required: ["with", "gives", "classes", "purposes", "until"])
        case "POST /api/v1/agreements/{agreement}/accept": object(["charter": charter])
        default: nil
        }
    }
}
