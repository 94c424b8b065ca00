using ErrorManagement.Analytics.Records;

namespace ErrorManagement.Analytics.Registry;

/// <content>Who is told of each occurrence.</content>
internal sealed partial class ErrorRecorder
{
    private readonly Lock _observing = new();
    private IOccurrenceObserver[] _observers = [];

    /// <summary>Who is told.</summary>
    public IReadOnlyList<IOccurrenceObserver> Observers => Volatile.Read(ref _observers);

    /// <summary>Tells an observer of each occurrence from now on.</summary>
    public void Attach(IOccurrenceObserver observer)
    {
        lock (_observing)
        {
            Volatile.Write(ref _observers, [.. _observers, observer]);
        }
    }

    /// <summary>Tells an observer no more; it may still be told of what is under way.</summary>
    public void Detach(IOccurrenceObserver observer)
    {
        lock (_observing)
        {
            Volatile.Write(ref _observers, [.. _observers.Where(o => !ReferenceEquals(o, observer))]);
        }
    }

    private void Tell(in Incident incident, TrackedError record, ErrorSeverity severity, RegistryMoment now)
    {
        var observers = Volatile.Read(ref _observers);
        if (observers.Length == 0)
        {
            return;
        }

        var occurrence = new ObservedOccurrence
        {
            Record = new ErrorId(record.Handle),
            ErrorType = record.ErrorType,
            Component = record.Component,
            Severity = severity,
            Category = record.Category,
            Code = record.Code,
            Recovered = incident.Recovered,
            Context = incident.Context,
            Exception = incident.Exception,
            Message = incident.Message,
            Steady = now.SteadyTime,
            At = now.UtcTime,
        };
        foreach (var observer in observers)
        {
            try
            {
                observer.Observe(in occurrence);
            }
            catch (Exception e)
            {
                // The occurrence is counted already and must not be counted as a failure as well.
                _troubles.Note(RegistryTrouble.Detector, e);
            }
        }
    }
}
