// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension OpenAPIBodies {
    /// The bodies of what is done with a case as a whole.
    static func accessSchema(of operation: String) -> JSONValue? {
        switch operation {
        case "POST /api/v1/reviews/{review}":
            object(
                ["verdict": choice(Verdict.allCases.map(\.rawValue)), "reason": text], required: ["verdict", "reason"])
        case "POST /api/v1/cases/{case}/shares":
            object(
                [
                    "to": described(text, "The id of an agency with which an agreement holds"),
                    "classes": ["type": "array", "items": choice(FieldClass.allCases.map(\.rawValue))],
                    "purpose": choice(Purpose.allCases.map(\.rawValue)),
                    "until": described(whole, "Milliseconds since 1970"),
                    "consent": described(text, "The id of the consent record that it stands on"),
                ], required: ["to", "classes", "purpose", "until", "consent"])
        case "POST /api/v1/cases/{case}/assign":
            object([
                "add": described(["type": "array", "items": text], "Ids of accounts"),
                "remove": ["type": "array", "items": text],
            ])
        case "POST /api/v1/cases/{case}/state":
            object(["order": choice(["archive", "hold", "reopen"])], required: ["order"])
        case "POST /api/v1/cases/{case}/break-glass":
            object(
                [
                    "category": choice(GlassCategory.allCases.map(\.rawValue)),
                    "reason": described(text, "At least twenty characters"),
                ], required: ["category", "reason"])
        case "POST /api/v1/cases/{case}/help/{record}/act":
            object(
                [
                    "act": choice(["offered", "accepted", "started", "completed", "stopped", "resumed"]),
                    "reason": described(text, "Where it stopped: a value name of wh_NeedStopReason"),
                    "day": described(text, "Such as 2026-01-31; today without it"),
                ], required: ["act"])
        case "POST /api/v1/cases/{case}/help/{record}/deliveries":
            object(
                ["values": described(["type": "object"], "Values of the fields of a delivery, by name")],
                required: ["values"])
        case "POST /api/v1/signals":
            object(
                ["values": described(["type": "object"], "Values of the fields of a signal, by name")],
                required: ["values"])
        default:
            sameSchema(of: operation) ?? togetherSchema(of: operation) ?? referralSchema(of: operation)
        }
    }

    private static func choice(_ values: [String]) -> JSONValue {
        ["type": "string", "enum": .list(values.map { .text($0) })]
    }
}
