package dev.gleaner.benchmarks.contender;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * A contender's JVM. Its argument is {@link ClientSettings} as JSON; it then answers each line of
 * standard input by a line of JSON: {@code mark} by the CPU time of this JVM, {@code heap} by what
 * is on the heap after a full garbage collection. It ends with its standard input, so that it never
 * outlives who started it.
 */
public final class ClientMain {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int FAILED = 1;

    private ClientMain() {}

    /** Starts the contender, answers, and ends the JVM. */
    public static void main(String[] arguments) throws Exception {
        ClientSettings settings = MAPPER.readValue(arguments[0], ClientSettings.class);
        ObjectNode ready = MAPPER.createObjectNode();
        if (settings.contender() == Contender.LOOP) {
            Loop.start(settings);
        } else {
            ready.put("job", FlinkRun.start(settings, ClientMain::fail).toString());
        }
        System.out.println(ready);
        answerUntilEnd();
        // What is in flight is nobody's any more: no reason to wait for it.
        Runtime.getRuntime().halt(0);
    }

    private static void fail(Throwable cause) {
        cause.printStackTrace();
        Runtime.getRuntime().halt(FAILED);
    }

    private static void answerUntilEnd() throws Exception {
        try (BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String command;
            while ((command = commands.readLine()) != null) {
                if (command.equals("heap")) {
                    System.gc();
                    System.gc();
                }
                System.out.println(mark());
            }
        }
    }

    private static ObjectNode mark() {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return MAPPER.createObjectNode()
                .put("cpuNanos", system.getProcessCpuTime())
                .put(
                        "heapBytes",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
}
