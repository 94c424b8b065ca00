namespace ErrorManagement.Analytics.Alerts;

/// <summary>Decides the course of an alert. Pure: course, condition and time in, course and what is to be told out.</summary>
internal static class AlertMachine
{
    /// <summary>One step.</summary>
    /// <param name="course">The course so far; null when there is no alert.</param>
    /// <param name="holds">Whether the condition holds now.</param>
    /// <param name="silenced">Whether nobody is to be told that it fires. That it is over is told to those who were told that it fires.</param>
    /// <param name="timing">How long is long enough.</param>
    /// <param name="now">Now; never before an earlier step.</param>
    public static AlertTurn Next(AlertCourse? course, bool holds, bool silenced, AlertTiming timing, long now)
    {
        if (!holds)
        {
            return course is { FiredAt: not null } ? Fade(course, timing, now) : default;
        }

        course = course is null ? new AlertCourse(now) : course with { GoneAt = null };
        if (course.FiredAt is null)
        {
            if (!Passed(course.Since, timing.For, now))
            {
                return new AlertTurn(course);
            }

            course = course with { FiredAt = now };
        }

        return Tell(course, silenced, timing, now);
    }

    /// <summary>The condition does not hold; when that has lasted long enough, the alert is over.</summary>
    private static AlertTurn Fade(AlertCourse course, AlertTiming timing, long now)
    {
        var goneAt = course.GoneAt ?? now;
        if (Passed(goneAt, timing.KeepFiring, now))
        {
            return new AlertTurn(null, course.ToldAt is null ? AlertTelling.Nothing : AlertTelling.Resolved);
        }

        // It may be back at any moment: until that is decided it fires on, but nobody is told of it anew.
        return new AlertTurn(course with { GoneAt = goneAt });
    }

    private static AlertTurn Tell(AlertCourse course, bool silenced, AlertTiming timing, long now)
    {
        if (silenced)
        {
            return new AlertTurn(course);
        }

        if (course.ToldAt is not { } toldAt)
        {
            return new AlertTurn(course with { ToldAt = now }, AlertTelling.Firing);
        }

        return timing.Repeat is { } repeat && Passed(toldAt, repeat, now)
            ? new AlertTurn(course with { ToldAt = now }, AlertTelling.StillFiring)
            : new AlertTurn(course);
    }

    private static bool Passed(long since, TimeSpan length, long now) => now - since >= length.Ticks;
}
