// SPDX-License-Identifier: Apache-2.0

/// The routes as an OpenAPI 3.1 document.
enum OpenAPI {
    static func document(_ routes: [Route]) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for route in routes { paths[route.path, default: [:]][route.method.lowercased()] = operation(route) }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Wayhouse", "version": "1", "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(paths.mapValues { .object($0) }),
            "components": [
                "securitySchemes": [
                    "session": ["type": "apiKey", "in": "cookie", "name": "s"],
                    "bearer": ["type": "http", "scheme": "bearer"],
                ]
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSONValue {
        var operation: [String: JSONValue] = [
            "summary": .text(route.summary), "tags": .list([route.isAPI ? "api" : "pages"]),
            "responses": ["default": ["description": .text(route.isAPI ? "JSON, or a problem (RFC 9457)" : "A page")]],
        ]
        let parameters =
            route.path.split(separator: "/").filter { $0.first == "{" }.map { part -> JSONValue in
                [
                    "name": .text(String(part.dropFirst().dropLast())), "in": "path", "required": true,
                    "schema": ["type": "string"],
                ]
            }
            + OpenAPIBodies.query(of: "\(route.method) \(route.path)").map { name -> JSONValue in
                ["name": .text(name), "in": "query", "schema": ["type": "string"]]
            }
        if !parameters.isEmpty { operation["parameters"] = .list(parameters) }
        if route.method == "POST" || route.method == "PUT" {
            let type = route.isAPI ? "application/json" : "application/x-www-form-urlencoded"
            let schema = OpenAPIBodies.schema(of: "\(route.method) \(route.path)") ?? ["type": "object"]
            operation["requestBody"] = ["content": .object([type: ["schema": schema]])]
        }
        if case .member = route.handler {
            operation["security"] = route.isAPI ? [["bearer": []], ["session": []]] : [["session": []]]
        }
        return .object(operation)
    }
}
