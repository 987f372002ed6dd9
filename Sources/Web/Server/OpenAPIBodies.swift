// SPDX-License-Identifier: Apache-2.0

/// What the addresses for programs take, as JSON Schema: bodies, and the few codes that may stand in an address.
enum OpenAPIBodies {
    static let text: JSONValue = ["type": "string"]
    private static let flag: JSONValue = ["type": "boolean"]
    static let whole: JSONValue = ["type": "integer"]
    private static let values: JSONValue = [
        "type": "object", "description": "Values by HTCDS field name, as GET /api/v1/cases/{case} gives them",
    ]

    /// The body of an operation, such as `POST /api/v1/cases/search`; nil where it is a file or a form of the pages.
    static func schema(of operation: String) -> JSONValue? {
        switch operation {
        case "POST /api/v1/session":
            object(
                [
                    "name": text, "passphrase": text,
                    "code": described(text, "Six digits, or a recovery code; where there is a second factor"),
                ], required: ["name", "passphrase"])
        case "POST /api/v1/session/step-up":
            object(["code": text, "passphrase": described(text, "Only where there is no second factor")])
        case "POST /api/v1/session/role": object(["role": text], required: ["role"])
        case "POST /api/v1/cases/search":
            object([
                "text": described(text, "Words of names in any order and spelling, a case's code or its reference"),
                "status": described(text, "A value name of cas_Status"),
                "waiting": described(text, "draft, still14, still21 or consent"),
                "owner": described(text, "The name in cas_CaseOwner"),
                "exploitation": described(text, "A value name of vic_TypeOfExploitation"),
                "names": described(flag, "Names beside initials in the answer"),
                "page": described(whole, "From 1; fifty cases a page"),
            ])
        case "POST /api/v1/people/search": object(["name": text], required: ["name"])
        case "POST /api/v1/cases": object(["values": values, "person": text], required: ["values"])
        case "POST /api/v1/cases/{case}/records":
            object(["kind": text, "values": values, "links": ["type": "object"]], required: ["kind", "values"])
        case "PUT /api/v1/cases/{case}/records/{record}": object(["values": values], required: ["values"])
        case "POST /api/v1/exports":
            object(["format": described(text, "htcds-xlsx, htcds-csv or htcds-json")], required: ["format"])
        default: accessSchema(of: operation)
        }
    }

    /// The names of the query of an operation, each a code.
    static func query(of operation: String) -> [String] {
        switch operation {
        case "GET /api/v1/cases": ["status", "names", "page"]
        case "GET /api/v1/cases/{case}/laws": ["victim"]
        case "GET /api/v1/help/cascade": ["from", "to", "by"]
        case "GET /api/v1/hsds/services": DirectoryAPI.names
        case "GET /api/v1/hsds/organizations": DirectoryAPI.organizationNames
        case "GET /api/v1/numbers":
            ["rows", "columns", "counting", "from", "to", "year", "only", "unit", "law", "protected"]
        case "GET /api/v1/reports/{pack}": ["period", "from", "to", "definition", "country"]
        case "POST /api/v1/imports": ["format", "dryRun"]
        case "GET /api/v1/duplicates": ["page", "least"]
        default: []
        }
    }

    static func object(_ properties: [String: JSONValue], required: [String] = []) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .list(required.map { .text($0) }) }
        return .object(schema)
    }

    static func described(_ schema: JSONValue, _ text: String) -> JSONValue {
        guard case .object(var members) = schema else { return schema }
        members["description"] = .text(text)
        return .object(members)
    }
}
