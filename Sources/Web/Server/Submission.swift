// SPDX-License-Identifier: Apache-2.0

/// What a form sent, however it was encoded.
enum Submission {
    /// A form that is read while it comes; nil for a body that is no form with a file.
    static func upload(_ request: WebRequest) throws -> UploadBody? {
        let type = request.header("content-type") ?? ""
        guard type.lowercased().hasPrefix("multipart/form-data") else { return nil }
        return try UploadBody(contentType: type, request.pieces ?? BodyPieces(whole: request.body))
    }

    /// Names and values, and files; both empty for bodies that are no form.
    ///
    /// - Throws: `MultipartForm.Failure`; `Failure.tooLarge`.
    static func read(_ request: WebRequest, limit: Int) throws -> (form: FormPairs, files: [MultipartForm.Part]) {
        guard request.body.count <= limit else { throw Failure.tooLarge(limit) }
        let type = request.header("content-type") ?? ""
        if type.lowercased().hasPrefix("application/x-www-form-urlencoded") {
            return (FormPairs(urlEncoded: request.body), [])
        }
        guard type.lowercased().hasPrefix("multipart/form-data") else { return (FormPairs(), []) }
        var reader = try MultipartForm(contentType: type, limit: limit)
        try reader.take(request.body)
        let parts = try reader.finish()
        return (
            FormPairs(parts.filter { $0.fileName == nil }.map { (name: $0.name, value: $0.text) }),
            parts.filter { $0.fileName != nil }
        )
    }
}
