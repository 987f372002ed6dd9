// SPDX-License-Identifier: Apache-2.0
enum ImportHandlers {
    static func start(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func look(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func lookAgain(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func mapping(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func commit(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func undo(_ member: Member) async throws -> WebResponse { throw Failure.ours }
}
enum ExportHandlers {
    static func page(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func export(_ member: Member) async throws -> WebResponse { throw Failure.ours }
}
enum FileAPI {
    static func importFile(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func undo(_ member: Member) async throws -> WebResponse { throw Failure.ours }
    static func export(_ member: Member) async throws -> WebResponse { throw Failure.ours }
}
