namespace ErrorManagement.Architecture.Tests.Fixture.Attic;

internal enum UnknownRoom
{
    None,
}

internal enum SecondType
{
    None,
}
