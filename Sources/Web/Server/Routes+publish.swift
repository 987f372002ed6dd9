// SPDX-License-Identifier: Apache-2.0

extension Routes {
    /// From the register to a public file.
    static let publish: [Route] = [
        Route("GET", "/publish", "The public files: what waits and what was published", .member(PublishHandlers.list)),
        Route("GET", "/publish/method", "A public file: how it is made safe", .member(PublishHandlers.method)),
        Route("GET", "/publish/columns", "A public file: what it says", .member(PublishHandlers.columns)),
        Route("GET", "/publish/size", "A public file: how many must be alike", .member(PublishHandlers.size)),
        Route("GET", "/publish/look", "A public file: what it would be", .member(PublishHandlers.look)),
        Route("POST", "/publish/ask", "Ask a second person to agree to a public file", .member(PublishHandlers.ask)),
        Route("GET", "/publish/{request}", "One public file", .member(PublishHandlers.show)),
        Route("POST", "/publish/{request}/file", "Write a file that two agreed to", .member(PublishHandlers.write)),
    ]
}
