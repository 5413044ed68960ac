package dev.gleaner.prompt;

/** Thrown for a template that cannot be used; the message is the problem, with line and column. */
public final class TemplateException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    TemplateException(String problem, String fix) {
        super(problem);
        this.fix = fix;
    }

    /** Returns what to write instead. */
    public String fix() {
        return fix;
    }
}
