"""The HTTP door behind the routes: guards, answers, what a running server keeps."""
