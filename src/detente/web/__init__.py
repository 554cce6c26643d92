"""HTTP API, pages and the MCP server."""
