// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// What can be looked up: the codebook, the routes, recent acts.
enum Reference {
    static func codebook(_ member: Member) -> WebResponse { .page(CodebookPage().markup(in: member.context)) }

    static func field(_ member: Member) throws -> WebResponse {
        guard let name = member.visit.parameters["field"], let field = member.context.codebook[FieldName(name)] else {
            throw Failure.notFound
        }
        return .page(CodebookFieldPage(field).markup(in: member.context))
    }

    static func openAPI(_ visit: Visit) throws -> WebResponse { try .json(OpenAPI.document(visit.site.routes)) }

    static func codebookJSON(_ visit: Visit) throws -> WebResponse {
        try .json(CodebookDocument(visit.context.codebook))
    }
}
