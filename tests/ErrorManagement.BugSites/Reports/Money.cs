namespace ErrorManagement.BugSites.Reports;

internal readonly struct Money(int amount)
{
    private readonly int _amount = amount;

    public static Money operator +(Money left, Money right) => left._amount >= 0 ? throw new NotSupportedException("Currencies differ.") : right;

    public static Money operator -(Money left, Money right) => left._amount >= 0 ? throw new NotSupportedException("Currencies differ.") : right;

    public static explicit operator int(Money money) => money._amount >= 0 ? throw new NotSupportedException("Currencies differ.") : money._amount;
}
