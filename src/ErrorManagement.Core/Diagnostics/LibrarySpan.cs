using System.Diagnostics;

namespace ErrorManagement.Diagnostics;

/// <summary>An activity of the library; inert when nobody listens or the sampler said no. What listeners throw goes no further, and the ambient activity is put back all the same.</summary>
internal readonly struct LibrarySpan
{
    private readonly Activity? _activity;
    private readonly Activity? _outer;

    private LibrarySpan(Activity? activity, Activity? outer)
    {
        _activity = activity;
        _outer = outer;
    }

    /// <summary>Starts one as the ambient activity.</summary>
    public static LibrarySpan Start(string name)
    {
        var outer = Activity.Current;
        try
        {
            return new LibrarySpan(LibraryActivities.Source.StartActivity(name), outer);
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            Restore(outer);
            return default;
        }
    }

    /// <summary>Notes a tag; null values are left out.</summary>
    public void Set(string name, object? value)
    {
        if (value is not null)
        {
            _activity?.SetTag(name, value);
        }
    }

    /// <summary>Notes a tag unless there is one of that name.</summary>
    public void SetIfAbsent(string name, object value)
    {
        if (_activity is not null && _activity.GetTagItem(name) is null)
        {
            _activity.SetTag(name, value);
        }
    }

    /// <summary>Notes a failure by its type; messages may hold private data and are left out.</summary>
    public void Fail(string errorType)
    {
        _activity?.SetTag(LibraryActivities.ErrorType, errorType);
        _activity?.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        if (_activity is null)
        {
            return;
        }

        try
        {
            _activity.Stop();
        }
        catch (Exception e)
        {
            LibraryFailures.Swallow(e);
            Restore(_outer);
        }
    }

    private static void Restore(Activity? outer)
    {
        if (outer is null or { IsStopped: false })
        {
            Activity.Current = outer;
        }
    }
}
