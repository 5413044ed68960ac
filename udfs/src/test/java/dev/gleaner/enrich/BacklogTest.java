package dev.gleaner.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gleaner.gate.Gate;
import dev.gleaner.gate.Pass;
import dev.gleaner.model.SourceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BacklogTest {
    /** Two at once, or 100 bytes. */
    private final Gate gate = new Gate(2, 1, 100);

    private final List<Long> begun = new ArrayList<>();
    private final Map<Long, Pass> inside = new HashMap<>();

    private void add(Backlog backlog, long offset, long bytes) {
        inside.put(offset, gate.enter(bytes));
        backlog.add(
                new SourceRecord("t", 0, offset, -1, null, null, List.of()),
                bytes,
                () -> begun.add(offset));
    }

    private void leave(Backlog backlog, long offset) {
        Objects.requireNonNull(inside.get(offset)).leave();
        backlog.proceed();
    }

    @Test
    void restored_beginAsFarAsThereIsRoom_andThenAsOthersLeave() {
        Backlog backlog = new Backlog(gate, false, false);
        for (long offset = 1; offset <= 4; offset++) {
            add(backlog, offset, 10);
        }
        assertThat(begun).containsExactly(1L, 2L);
        leave(backlog, 2);
        assertThat(begun).containsExactly(1L, 2L, 3L);
        assertThat(gate.isOpen()).as("the source waits for those restored").isFalse();
        leave(backlog, 1);
        leave(backlog, 3);
        leave(backlog, 4);
        assertThat(begun).containsExactly(1L, 2L, 3L, 4L);
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void restored_beginOneByOne_ifEachHoldsAllTheMemory() {
        Backlog backlog = new Backlog(gate, false, false);
        add(backlog, 1, 1_000);
        add(backlog, 2, 1_000);
        assertThat(begun).containsExactly(1L);
        leave(backlog, 1);
        assertThat(begun).containsExactly(1L, 2L);
    }

    @Test
    void byOffset_beginsWhenAllIsThere_withTheFirstOfEachKey() {
        Backlog backlog = new Backlog(gate, true, false);
        add(backlog, 7, 10);
        add(backlog, 9, 10);
        add(backlog, 3, 10);
        assertThat(begun).isEmpty();
        backlog.begin();
        backlog.begin();
        assertThat(begun).containsExactly(3L, 7L);
        leave(backlog, 3);
        assertThat(begun).containsExactly(3L, 7L, 9L);
    }

    @Test
    void nothingRestored_beginsAtOnce() {
        add(new Backlog(gate, true, true), 5, 10);
        assertThat(begun).containsExactly(5L);
    }
}
