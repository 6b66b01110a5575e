//! `cargo xtask serve`: a file server for the playground, with the built package under `/pkg/`. For
//! this machine only.

use std::path::{Path, PathBuf};

use tiny_http::{Header, Method, Request, Response, Server};

use crate::run::{self, Outcome, command};
use crate::{files, playground, template};

/// Decodes one uplink of the WS523 guide through the built package, and prints it.
pub fn sample() -> Outcome {
    const SCRIPT: &str = r#"
        import { fromHex } from "./pkg/index.js";
        import { decodeUplink, model } from "./pkg/ws523.js";
        const payload = "08700105812907c912000374f508068305000000048001000000";
        console.log(`a ${model} uplink, ${payload}:`);
        console.log(JSON.stringify(decodeUplink({ bytes: fromHex(payload), fPort: 85 }), null, 2));
    "#;
    run::run(command("node").args(["--input-type=module", "--eval", SCRIPT]))
}

/// Serves until the process ends.
pub fn serve(port: u16) -> Outcome {
    let server =
        Server::http(("127.0.0.1", port)).map_err(|error| format!("port {port}: {error}"))?;
    println!("serve: http://{}", server.server_addr());
    answer_all(&server, &playground::folder());
    Ok(())
}

fn answer_all(server: &Server, page: &Path) {
    for request in server.incoming_requests() {
        // A browser that goes away before it has its answer is no concern of the others.
        let _ = answer(request, page);
    }
}

fn answer(request: Request, page: &Path) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::from_string("only GET and HEAD\n").with_status_code(405));
    }
    let found = file(request.url(), page)
        .and_then(|path| Some((kind(&path)?, files::read_bytes(&path).ok()?)));
    let Some((kind, content)) = found else {
        return request.respond(Response::from_string("not found\n").with_status_code(404));
    };
    let mut response = Response::from_data(content);
    // A rebuilt package must not be hidden by the browser's memory of the last one.
    for (name, value) in [
        ("Content-Type", kind),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

/// The file that a request's path names. Only plain names pass, so that nothing outside the two
/// folders can be named.
fn file(url: &str, page: &Path) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let (folder, rest) = match path.strip_prefix("pkg/") {
        Some(rest) => (template::folder(), rest),
        None if path.is_empty() => (page.to_path_buf(), "index.html"),
        None => (page.to_path_buf(), path),
    };
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_'))
    };
    rest.split('/').all(plain).then(|| folder.join(rest))
}

fn kind(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use tiny_http::Server;

    use super::{answer_all, file, kind};
    use crate::run;

    fn ends_with(url: &str, end: &str) -> bool {
        file(url, "page".as_ref()).is_some_and(|path| path.ends_with(end))
    }

    #[test]
    fn the_page_and_the_package_are_found() {
        assert!(ends_with("/", "page/index.html"));
        assert!(ends_with("/main.js?x=1", "page/main.js"));
        assert!(ends_with("/pkg/lib/codec.wasm", "pkg/lib/codec.wasm"));
    }

    #[test]
    fn nothing_outside_is_found() {
        for url in [
            "/../Cargo.toml",
            "/pkg/../../x",
            "/pkg//etc/passwd",
            "//etc/passwd",
            "/%2e%2e/Cargo.toml",
            "/.git/config",
            "/a\\..\\b",
            "/pkg/",
            "main.js",
            "",
        ] {
            assert_eq!(file(url, "page".as_ref()), None, "{url}");
        }
    }

    #[test]
    fn a_module_is_served_as_one() {
        assert_eq!(kind("pkg/lib/codec.wasm".as_ref()), Some("application/wasm"));
        assert_eq!(kind("pkg/index.cjs".as_ref()), None);
    }

    #[test]
    fn it_answers_over_http() {
        let server = Server::http("127.0.0.1:0").expect("a free port");
        let address = server.server_addr().to_ip().expect("an IP address");
        // As it is before it is built: that is enough to ask for.
        std::thread::spawn(move || answer_all(&server, &run::root().join("www")));
        let ask = |line: &str| {
            let mut stream = TcpStream::connect(address).expect("a connection");
            write!(stream, "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .expect("a request");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("an answer");
            answer
        };
        let page = ask("GET /");
        assert!(
            page.starts_with("HTTP/1.1 200 ") && page.contains("Content-Type: text/html"),
            "{page}"
        );
        assert!(page.contains("<!doctype html>"), "{page}");
        assert!(!ask("HEAD /main.js").contains("import"));
        assert!(ask("GET /missing.js").starts_with("HTTP/1.1 404 "));
        assert!(ask("GET /../Cargo.toml").starts_with("HTTP/1.1 404 "));
        assert!(ask("POST /").starts_with("HTTP/1.1 405 "));
    }
}
